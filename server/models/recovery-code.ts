// A code that replaces an agent's telephone once; only its fingerprint is kept, and the row goes when it has served.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class RecoveryCode extends Model<InferAttributes<RecoveryCode>, InferCreationAttributes<RecoveryCode>> {
  declare agentId: string;
  declare codeHash: string;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    RecoveryCode.init({
      agentId: { type: DataTypes.TEXT, primaryKey: true },
      codeHash: { type: DataTypes.TEXT, primaryKey: true },
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'recovery_codes', updatedAt: false });
  }
}

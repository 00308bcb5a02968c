// An address that an account has left: no import may bring it back.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class FormerEmail extends Model<InferAttributes<FormerEmail>, InferCreationAttributes<FormerEmail>> {
  declare emailKey: string;
  declare accountId: string;
  declare leftAt: Date;

  static define(sequelize: Sequelize): void {
    FormerEmail.init({
      emailKey: { type: DataTypes.TEXT, primaryKey: true },
      accountId: { type: DataTypes.TEXT, primaryKey: true },
      leftAt: DataTypes.DATE,
    }, { sequelize, tableName: 'former_emails', timestamps: false });
  }
}

// Which account may see which payer; both may have several.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { PersonRole } from '../contract/states.ts';

export class PayerAccess extends Model<InferAttributes<PayerAccess>, InferCreationAttributes<PayerAccess>> {
  declare accountId: string;
  declare payerId: string;
  declare role: CreationOptional<PersonRole>;
  declare createdAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    PayerAccess.init({
      accountId: { type: DataTypes.TEXT, primaryKey: true },
      payerId: { type: DataTypes.TEXT, primaryKey: true },
      role: { type: DataTypes.TEXT, defaultValue: 'holder' },
      createdAt: DataTypes.DATE,
    }, { sequelize, tableName: 'payer_accesses', updatedAt: false });
  }
}

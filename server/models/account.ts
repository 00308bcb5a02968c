// Why: the person who logs in, one e-mail address. Known to the commune (`invited`) before it is `active`.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { AccountState } from '../contract/states.ts';

export class Account extends Model<InferAttributes<Account>, InferCreationAttributes<Account>> {
  declare id: string;
  declare email: string;
  declare emailKey: string;
  declare state: AccountState;
  declare passwordHash: CreationOptional<string | null>;
  declare activatedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Account.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      email: DataTypes.TEXT,
      emailKey: DataTypes.TEXT,
      state: DataTypes.TEXT,
      passwordHash: DataTypes.TEXT,
      activatedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'accounts' });
  }
}
